package dev.caravan.config.live;

import dev.caravan.model.live.Listener;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A client at a WebSocket. One frame is on its way to it at a time, without a thread that waits for it; up to
 * {@value #MOST_WAITING} wait behind. Whoever falls back further, or does not take a frame in time, has to leave.
 */
final class SocketClient extends Endpoint implements SendHandler {

  private static final Logger LOG = LoggerFactory.getLogger(SocketClient.class);
  private static final int MOST_WAITING = 256;
  private static final long SEND_MILLIS = 5_000;
  private static final long CONTROL_MILLIS = 1_000;

  private final Listener listener;
  private final Connections connections;
  private final long silenceMillis;
  private final Deque<String> waiting = new ArrayDeque<>();
  private volatile @Nullable Session session;
  private volatile @Nullable Thread sender;
  private boolean sending;

  /** @param silenceMillis for how long nothing may be heard from it, not even an answer to a ping */
  SocketClient(Listener listener, Connections connections, long silenceMillis) {
    this.listener = listener;
    this.connections = connections;
    this.silenceMillis = silenceMillis;
  }

  Listener listener() {
    return listener;
  }

  @Override
  public void onOpen(Session opened, EndpointConfig configuration) {
    opened.getAsyncRemote().setSendTimeout(SEND_MILLIS);
    var properties = opened.getUserProperties();
    properties.put("org.apache.tomcat.websocket.READ_IDLE_TIMEOUT_MS", silenceMillis);
    properties.put("org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT", CONTROL_MILLIS);
    session = opened;
    connections.entered(this);
  }

  @Override
  public void onClose(Session closed, CloseReason reason) {
    connections.left(this);
  }

  @Override
  public void onError(Session failed, Throwable cause) {
    LOG.debug("a client has gone", cause);
    connections.left(this);
  }

  /** Sends the text after all that waits; never blocks. */
  void tell(String text) {
    boolean tooSlow;
    synchronized (waiting) {
      tooSlow = waiting.size() >= MOST_WAITING;
      if (!tooSlow) {
        waiting.add(text);
      }
    }
    if (tooSlow) {
      connections.cutOff(this);
    } else {
      sendNext();
    }
  }

  @Override
  public void onResult(SendResult result) {
    synchronized (waiting) {
      sending = false;
    }
    if (!result.isOK()) {
      connections.cutOff(this);
    } else if (sender != Thread.currentThread()) {
      sendNext();
    }
  }

  /** A frame that is taken at once ends inside the call that sends it: a loop, or a thousand of them were one stack. */
  private void sendNext() {
    sender = Thread.currentThread();
    try {
      for (var text = next(); text != null; text = next()) {
        var open = session;
        if (open != null) {
          open.getAsyncRemote().sendText(text, this);
        }
      }
    } catch (RuntimeException e) {
      LOG.debug("a client has gone", e);
      connections.cutOff(this);
    } finally {
      sender = null;
    }
  }

  private @Nullable String next() {
    synchronized (waiting) {
      var text = sending ? null : waiting.poll();
      sending |= text != null;
      return text;
    }
  }

  /** Asks for a sign of life; whoever is being sent something shows by taking it that it lives. Blocks for a second at most. */
  void ping() {
    var open = session;
    synchronized (waiting) {
      if (sending || open == null) {
        return;
      }
    }
    try {
      open.getBasicRemote().sendPing(ByteBuffer.allocate(0));
    } catch (IOException | RuntimeException e) {
      LOG.debug("a client has gone", e);
      connections.cutOff(this);
    }
  }

  /** Blocks for a second at most. */
  void close(CloseCode code, String why) {
    try {
      var open = session;
      if (open != null) {
        open.close(new CloseReason(code, why));
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("a client has gone", e);
    }
  }
}
