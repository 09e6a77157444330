package dev.caravan.config.notifications;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.caravan.config.events.CloudEvents;
import dev.caravan.config.notifications.PublicAddresses.NotPublic;
import dev.caravan.model.events.Event;
import dev.caravan.model.notifications.Attempt;
import dev.caravan.model.notifications.Attempt.Result;
import dev.caravan.model.notifications.WebhookCaller;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts CloudEvents, signed as Standard Webhooks says, to public addresses: a name is looked up anew for every call, no
 * redirect is followed, and of the answer only the status counts.
 */
final class HttpWebhookCaller implements WebhookCaller, AutoCloseable {

  private static final int MAX_ANSWER = 64 * 1024;
  private static final int GONE = 410;

  private final PublicAddresses addresses;
  private final CloudEvents cloudEvents;
  private final Clock clock;
  private final Duration timeout;
  private final CloseableHttpAsyncClient client;

  /** @param timeout longest time for a whole call */
  HttpWebhookCaller(PublicAddresses addresses, CloudEvents cloudEvents, Clock clock, Duration timeout) {
    this.addresses = addresses;
    this.cloudEvents = cloudEvents;
    this.clock = clock;
    this.timeout = timeout;
    var limit = Timeout.of(timeout);
    client = HttpAsyncClients.custom()
        .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
            .setDnsResolver(addresses)
            .setDefaultTlsConfig(TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).setHandshakeTimeout(limit).build())
            .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(limit).setSocketTimeout(limit).build())
            .setMaxConnTotal(1000).setMaxConnPerRoute(1000)
            .build())
        .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(limit).build())
        // A connection that is kept would go where the name has led before.
        .setConnectionReuseStrategy((request, response, context) -> false)
        .disableRedirectHandling().disableAutomaticRetries().disableCookieManagement().disableAuthCaching()
        .setUserAgent("Caravan")
        .build();
    client.start();
  }

  @Override
  public Optional<String> objection(String url) {
    try {
      var uri = new URI(url);
      var secure = "https".equalsIgnoreCase(uri.getScheme());
      if (!secure && !(addresses.allowPrivate() && "http".equalsIgnoreCase(uri.getScheme())) || uri.getHost() == null) {
        return Optional.of("must be an https URL");
      }
      if (uri.getRawUserInfo() != null || uri.getRawFragment() != null || uri.getPort() == 0 || uri.getPort() > 65_535) {
        return Optional.of("must have neither a user nor a fragment, and a port below 65536");
      }
      addresses.resolve(uri.getHost());
      return Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.of("must be an https URL");
    } catch (NotPublic e) {
      return Optional.of("must lead to a public address");
    } catch (UnknownHostException e) {
      // A name may be known tomorrow; it is looked up anew for every call.
      return Optional.empty();
    }
  }

  @Override
  public Attempt post(String url, String secret, Event message) {
    var start = System.nanoTime();
    try {
      var code = call(url, secret, message);
      var taken = code >= 200 && code < 300;
      return new Attempt(taken ? Result.TAKEN : code == GONE ? Result.REFUSED : Result.FAILED,
          code, taken ? null : "it answers " + code, millisSince(start));
    } catch (TimeoutException e) {
      return failed("it does not answer in time", start);
    } catch (ExecutionException e) {
      return failed(words(e.getCause()), start);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("Caravan was stopped meanwhile", start);
    } catch (EmptyWebhookSecretException | WebhookSigningException e) {
      return failed("it cannot be signed", start);
    }
  }

  private int call(String url, String secret, Event message) throws ExecutionException, InterruptedException,
      TimeoutException, EmptyWebhookSecretException, WebhookSigningException {
    var body = cloudEvents.write(message);
    var id = message.id().toString();
    var now = clock.instant().getEpochSecond();
    var request = AsyncRequestBuilder.post(URI.create(url))
        .addHeader("webhook-id", id)
        .addHeader("webhook-timestamp", String.valueOf(now))
        .addHeader("webhook-signature", new Webhook(secret).sign(id, now, body))
        .setEntity(body, ContentType.create("application/cloudevents+json", "UTF-8"))
        .build();
    var call = client.execute(request, new StatusOnly(), null);
    try {
      return call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      call.cancel(true);
    }
  }

  private static String words(@Nullable Throwable e) {
    return e instanceof NotPublic ? "its address is not public"
        : e instanceof UnknownHostException ? "its name is not known" : "it cannot be called: " + (e == null ? "" : e.getClass().getSimpleName());
  }

  private static Attempt failed(String error, long start) {
    return new Attempt(Result.FAILED, null, error, millisSince(start));
  }

  private static long millisSince(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }

  /** Reads an answer to its end, if that is near, and keeps nothing of it. */
  private static final class StatusOnly extends AbstractBinResponseConsumer<Integer> {

    private int status;
    private int read;

    @Override
    protected void start(HttpResponse response, @Nullable ContentType type) {
      status = response.getCode();
    }

    @Override
    protected int capacityIncrement() {
      return MAX_ANSWER;
    }

    @Override
    protected void data(ByteBuffer part, boolean last) throws IOException {
      read += part.remaining();
      part.position(part.limit());
      if (read > MAX_ANSWER) {
        throw new IOException("the answer is too long");
      }
    }

    @Override
    protected Integer buildResult() {
      return status;
    }

    @Override
    public void releaseResources() {}
  }
}
