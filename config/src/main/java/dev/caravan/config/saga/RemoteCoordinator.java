package dev.caravan.config.saga;

import io.narayana.lra.LRAData;
import org.eclipse.microprofile.lra.annotation.LRAStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A coordinator that runs elsewhere, reached by the API of Narayana's LRA coordinator. While it is away every call fails, and
 * with it the step that makes it, which is tried again.
 */
final class RemoteCoordinator implements Coordinator {

  private static final Duration CONNECT = Duration.ofSeconds(1);
  /** Ending a saga calls each participant, two seconds at most. */
  private static final Duration READ = Duration.ofSeconds(10);

  private final String base;
  private final RestClient http;

  /** @param pass what this process shows the coordinator as {@code Authorization} */
  RemoteCoordinator(URI base, String pass) {
    this.base = base.toString();
    var requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER).connectTimeout(CONNECT).build());
    requests.setReadTimeout(READ);
    this.http = RestClient.builder().requestFactory(requests)
        .defaultHeader(HttpHeaders.AUTHORIZATION, pass).defaultHeader(HttpHeaders.ACCEPT, MediaType.TEXT_PLAIN_VALUE).build();
  }

  @Override
  public String base() {
    return base;
  }

  @Override
  public String start(Duration limit) {
    var id = http.post().uri(base + "/start?ClientID={client}&TimeLimit={limit}", CLIENT, limit.toMillis())
        .retrieve().body(String.class);
    if (id == null || !owns(id)) {
      throw new IllegalStateException("The coordinator at " + base + " calls itself otherwise: it opened " + id);
    }
    return id;
  }

  @Override
  public void join(String id, String links, long limit) {
    try {
      http.put().uri(id + "?TimeLimit={limit}", limit).header(HttpHeaders.LINK, links).retrieve().toBodilessEntity();
    } catch (HttpClientErrorException e) {
      throw new IllegalStateException("Saga " + id + " is ending and cannot be joined", e);
    }
  }

  @Override
  public @Nullable LRAStatus end(String id, boolean cancel) {
    try {
      return status(http.put().uri(id + (cancel ? "/cancel" : "/close")).retrieve().body(String.class));
    } catch (HttpClientErrorException.NotFound e) {
      return null;
    } catch (HttpClientErrorException e) {
      return ended(id);
    }
  }

  private @Nullable LRAStatus ended(String id) {
    try {
      return status(http.get().uri(id + "/status").retrieve().body(String.class));
    } catch (HttpClientErrorException.NotFound e) {
      return null;
    }
  }

  private static LRAStatus status(@Nullable String text) {
    return LRAStatus.valueOf(Objects.requireNonNull(text));
  }

  @Override
  public List<OpenSaga> open() {
    var sagas = http.get().uri(base).accept(MediaType.APPLICATION_JSON).retrieve().body(LRAData[].class);
    return OpenSaga.of(Arrays.asList(Objects.requireNonNull(sagas)));
  }
}
