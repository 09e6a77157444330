package dev.caravan.dev.group;

import org.apache.camel.dsl.jbang.core.commands.CamelJBangMain;
import org.springframework.boot.logging.LoggingSystem;

import java.io.ObjectInputFilter;

/** The command {@code camel}. */
public final class Camel {

  private Camel() {}

  public static void main(String[] args) {
    ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter("!*"));
    // Camel JBang has set up the log before Spring begins.
    System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    CamelJBangMain.run(args);
  }
}
