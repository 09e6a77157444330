package dev.caravan.config.language;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.client5.http.config.ConnectionConfig;
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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * How LangChain4j reaches a model. A call ends in time whatever the other side does, a long answer is not read to its end, and
 * no redirect is followed: the key is for nobody else.
 */
final class ModelHttpClient implements HttpClient, AutoCloseable {

  static final int MAX_ANSWER = 256 * 1024;
  private static final int MAX_CALLS = 100;

  private final Duration timeout;
  private final MeterProvider<Timer> calls;
  private final CloseableHttpAsyncClient client;

  /** @param timeout longest time for a whole call */
  ModelHttpClient(Duration timeout, MeterRegistry metrics) {
    this.timeout = timeout;
    calls = Timer.builder("caravan.language.calls").description("calls of the language model").withRegistry(metrics);
    // The call as a whole is what ends first.
    var limit = Timeout.of(timeout.multipliedBy(2));
    client = HttpAsyncClients.custom()
        .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
            .setDefaultTlsConfig(TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).setHandshakeTimeout(limit).build())
            .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(limit).setSocketTimeout(limit).build())
            .setMaxConnTotal(MAX_CALLS).setMaxConnPerRoute(MAX_CALLS)
            .build())
        .disableRedirectHandling().disableAutomaticRetries().disableCookieManagement().disableAuthCaching()
        .setUserAgent("Caravan")
        .build();
    client.start();
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    var wanted = AsyncRequestBuilder.create(request.method().name()).setUri(URI.create(request.url()));
    request.headers().forEach((name, values) -> values.stream()
        .filter(value -> !name.equalsIgnoreCase("Content-Type")).forEach(value -> wanted.addHeader(name, value)));
    wanted.setEntity(request.body(), ContentType.APPLICATION_JSON);
    var timer = Timer.start();
    var outcome = "error";
    var call = client.execute(wanted.build(), new ShortAnswer(), null);
    try {
      var answer = call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (answer.status() / 100 != 2) {
        throw new HttpException(answer.status(), "the model answers " + answer.status());
      }
      outcome = "answered";
      return SuccessfulHttpResponse.builder().statusCode(answer.status()).headers(Map.of()).body(answer.body()).build();
    } catch (java.util.concurrent.TimeoutException e) {
      outcome = "timeout";
      throw new TimeoutException("the model does not answer in time");
    } catch (ExecutionException e) {
      throw new IllegalStateException("the model cannot be called", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Caravan was stopped meanwhile", e);
    } finally {
      call.cancel(true);
      timer.stop(calls.withTag("outcome", outcome));
    }
  }

  /** Answers are taken as a whole. */
  @Override
  public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }

  private record Answer(int status, String body) {}

  private static final class ShortAnswer extends AbstractBinResponseConsumer<Answer> {

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;

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
      if (body.size() + part.remaining() > MAX_ANSWER) {
        throw new IOException("the answer is too long");
      }
      while (part.hasRemaining()) {
        body.write(part.get());
      }
    }

    @Override
    protected Answer buildResult() {
      return new Answer(status, body.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void releaseResources() {}
  }
}
