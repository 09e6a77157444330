package dev.caravan.config.saga;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.Configuration;
import jakarta.ws.rs.core.Response;
import org.glassfish.jersey.client.ClientProperties;
import org.glassfish.jersey.client.JerseyClient;
import org.glassfish.jersey.client.JerseyClientBuilder;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

/**
 * The HTTP client of the coordinator, found by JAX-RS as a service. The coordinator builds and closes a client for
 * every call: it gets the same one each time, and that one calls nothing but saga callbacks, on hosts where sagas are taken part in.
 */
public final class SharedClientBuilder extends JerseyClientBuilder {

  private static final String THIS_HOST = "127.0.0.1";
  private static final int CONNECT_MILLIS = 1_000;
  private static final int READ_MILLIS = 10_000;

  private static volatile Set<String> hosts = Set.of(THIS_HOST);

  /** Has these hosts called, too, and no others beside this one. */
  static void allow(Collection<String> participants) {
    hosts = Stream.concat(Stream.of(THIS_HOST), participants.stream()).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public JerseyClient build() {
    return Shared.CLIENT;
  }

  private static final class Shared extends JerseyClient {

    static final JerseyClient CLIENT = new Shared(new JerseyClientBuilder()
        .property(ClientProperties.FOLLOW_REDIRECTS, false)
        .property(ClientProperties.CONNECT_TIMEOUT, CONNECT_MILLIS)
        .property(ClientProperties.READ_TIMEOUT, READ_MILLIS)
        .register((ClientRequestFilter) Shared::onlyCallbacks)
        .getConfiguration());

    Shared(Configuration configuration) {
      super(configuration, (SSLContext) null, null);
    }

    private static void onlyCallbacks(ClientRequestContext request) {
      var uri = request.getUri();
      if (!hosts.contains(uri.getHost()) || !uri.getPath().startsWith(SagaCallbacks.PREFIX)) {
        request.abortWith(Response.status(Response.Status.FORBIDDEN).build());
      }
    }

    /** Stays open for the next call. */
    @Override
    public void close() {}
  }
}
