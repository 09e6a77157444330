package dev.caravan.config.live;

import dev.caravan.model.live.Listener;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A client of the stream of events. Nothing waits for it in memory but its place in the log: it is sent more when it has
 * taken what it was sent. The web server ends the connection of one that takes nothing any more.
 */
final class EventStream implements WriteListener, AsyncListener {

  /** Where a stream begins that has heard nothing before. */
  static final long NOW = -1;

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final byte[] WELCOME = "retry: 2000\n:\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] SIGN_OF_LIFE = ":\n\n".getBytes(StandardCharsets.UTF_8);
  /** Then it is somebody else's turn. */
  private static final int PAGES_AT_A_TIME = 8;

  private final AsyncContext exchange;
  private final ServletOutputStream out;
  private final Listener listener;
  private final EventStreams streams;
  private final AtomicBoolean wanted = new AtomicBoolean();
  private volatile boolean pinged;
  private volatile boolean closed;
  private byte @Nullable [] unsent = WELCOME;
  private boolean unflushed;
  private long position;

  EventStream(AsyncContext exchange, Listener listener, long after, EventStreams streams) throws IOException {
    this.exchange = exchange;
    this.out = exchange.getResponse().getOutputStream();
    this.listener = listener;
    this.position = after;
    this.streams = streams;
  }

  void begin() {
    exchange.setTimeout(0);
    exchange.addListener(this);
    out.setWriteListener(this);
  }

  /** Has it sent what there is. Never blocks. */
  void wake() {
    if (!closed && wanted.compareAndSet(false, true)) {
      streams.execute(this::send);
    }
  }

  void ping() {
    pinged = true;
    wake();
  }

  private synchronized void send() {
    wanted.set(false);
    try {
      for (int pages = 0; !closed && out.isReady(); ) {
        if (unflushed) {
          out.flush();
          unflushed = false;
        } else if (pages++ == PAGES_AT_A_TIME) {
          wake();
          return;
        } else {
          var bytes = next();
          if (bytes == null) {
            return;
          }
          if (bytes.length > 0) {
            out.write(bytes);
            unflushed = true;
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("a client has gone", e);
      close();
    }
  }

  /** What comes next, perhaps nothing that this client may hear; null if it has all there is. */
  private byte @Nullable [] next() throws IOException {
    if (position == NOW) {
      position = streams.end();
      if (position == NOW) {
        return null;
      }
    }
    if (unsent != null) {
      var welcome = unsent;
      unsent = null;
      return welcome;
    }
    var page = streams.after(position);
    if (page.upTo() > position) {
      position = page.upTo();
      var bytes = new ByteArrayOutputStream();
      for (var told : page.told()) {
        if (listener.hears(told.fact())) {
          bytes.write(told.event());
        }
      }
      return bytes.toByteArray();
    }
    if (pinged) {
      pinged = false;
      return SIGN_OF_LIFE;
    }
    return null;
  }

  synchronized void close() {
    streams.left(this);
    if (!closed) {
      closed = true;
      try {
        exchange.complete();
      } catch (IllegalStateException e) {
        LOG.debug("has ended already", e);
      }
    }
  }

  @Override
  public void onWritePossible() {
    wake();
  }

  @Override
  public void onError(Throwable cause) {
    LOG.debug("a client has gone", cause);
    close();
  }

  /** Afterwards the connection may be somebody else's, so this waits until nothing is being written. */
  @Override
  public synchronized void onComplete(AsyncEvent event) {
    closed = true;
    streams.left(this);
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    close();
  }

  @Override
  public void onError(AsyncEvent event) {
    close();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // Nobody starts it again.
  }
}
