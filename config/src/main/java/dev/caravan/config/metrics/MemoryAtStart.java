package dev.caravan.config.metrics;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/** Says once, when everything runs, what this process takes of the machine's memory before it has anything to do. */
@Component
class MemoryAtStart {

  private static final Logger LOG = LoggerFactory.getLogger(MemoryAtStart.class);
  private static final long MIB = 1024 * 1024;

  @EventListener(ApplicationReadyEvent.class)
  void tell() {
    var memory = ManagementFactory.getMemoryMXBean();
    LOG.info("Memory in MiB: {} of the heap, {} beside it", mib(memory.getHeapMemoryUsage()), mib(memory.getNonHeapMemoryUsage()));
  }

  private static String mib(MemoryUsage usage) {
    return usage.getUsed() / MIB + " used of " + usage.getCommitted() / MIB;
  }
}
