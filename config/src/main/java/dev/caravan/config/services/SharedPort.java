package dev.caravan.config.services;

import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioEndpoint;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/**
 * Tomcat's HTTP/1.1 at a port where other processes of the same user on this host listen, too: the system spreads connections
 * over those that live ({@code SO_REUSEPORT}).
 */
public final class SharedPort extends Http11NioProtocol {

  public SharedPort() {
    super(new Endpoint());
  }

  private static final class Endpoint extends NioEndpoint {

    private volatile @Nullable ServerSocketChannel socket;

    @Override
    protected void initServerSocket() throws Exception {
      var channel = ServerSocketChannel.open();
      socketProperties.setProperties(channel.socket());
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      channel.bind(new InetSocketAddress(getAddress(), getPortWithOffset()), getAcceptCount());
      socket = channel;
    }

    @Override
    protected @Nullable NetworkChannel getServerSocket() {
      return socket;
    }

    @Override
    protected SocketChannel serverSocketAccept() throws Exception {
      return Objects.requireNonNull(socket).accept();
    }

    /** A connection made to wake the acceptor could arrive at another process; closing the socket wakes it, too. */
    @Override
    protected void unlockAccept() {}

    @Override
    protected void doCloseServerSocket() throws IOException {
      var channel = socket;
      socket = null;
      if (channel != null) {
        channel.close();
      }
    }
  }
}
