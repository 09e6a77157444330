package dev.caravan.config.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.model.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Globals;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lets a request through only if its body is JSON, or a file where one is taken, in UTF-8 of at most {@value #MAX_BODY} bytes,
 * however it is transferred, and each of its parameters is given once and plain text. Nobody keeps or guesses at the answers.
 */
@Component
public class RequestGuard extends OncePerRequestFilter {

  static final int MAX_BODY = 256 * 1024;

  /** What is taken instead of JSON, by the path. */
  private static final Map<String, List<MediaType>> FILES =
      Map.of("/api/v1/tasks/import", MediaType.parseMediaTypes("text/calendar, text/csv"));

  private static final Pattern PLAIN = Pattern.compile("[^\\p{Cc}\\p{Cs}\\uFFFD]{0,255}");

  private final ObjectMapper json;
  private final ApplicationAvailability availability;

  public RequestGuard(ObjectMapper json, ApplicationAvailability availability) {
    this.json = json;
    this.availability = availability;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
    var path = request.getServletPath();
    if (!path.startsWith("/api/") && !path.equals("/ws")) {
      chain.doFilter(request, response);
      return;
    }
    response.setHeader("Cache-Control", "no-store");
    var body = request.getInputStream().readNBytes(MAX_BODY + 1);
    var refusal = ofMoment(response).or(() -> ofOrigin(request))
        .or(() -> ofBody(body, path, request.getContentType())).or(() -> ofParameters(request));
    if (refusal.isPresent()) {
      refuse(response, refusal.get());
    } else {
      chain.doFilter(new WithBody(request, body), response);
    }
  }

  /** While routes are being mounted or taken down, what is there would seem not to be. */
  private Optional<Refusal> ofMoment(HttpServletResponse response) {
    if (availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC) {
      return Optional.empty();
    }
    response.setIntHeader("Retry-After", Problems.RETRY_AFTER_SECONDS);
    return Optional.of(Refusal.of("unavailable", "Caravan is starting or stopping; nothing was changed."));
  }

  /** A page of another site may not act for whoever looks at it (Fetch Metadata). */
  private static Optional<Refusal> ofOrigin(HttpServletRequest request) {
    var site = request.getHeader("Sec-Fetch-Site");
    var harmless = site == null || site.equals("same-origin") || site.equals("none");
    return harmless ? Optional.empty()
        : Optional.of(Refusal.of("cross-site", "Only pages of Caravan itself may call from a browser."));
  }

  private static Optional<Refusal> ofBody(byte[] body, String path, @Nullable String contentType) {
    if (body.length > MAX_BODY) {
      return Optional.of(Refusal.of("body-too-large", "body", "The body must not exceed " + MAX_BODY + " bytes."));
    }
    var files = FILES.getOrDefault(path, List.of());
    if (body.length > 0 && !isTaken(contentType, files)) {
      return Optional.of(Refusal.of("unsupported-media-type", "Content-Type",
          "The body must be " + (files.isEmpty() ? "application/json" : MediaType.toString(files)) + "."));
    }
    return isUtf8(body) ? Optional.empty() : Optional.of(Refusal.of("invalid", "body", "is not UTF-8"));
  }

  private static Optional<Refusal> ofParameters(HttpServletRequest request) {
    for (var parameter : request.getParameterMap().entrySet()) {
      if (parameter.getValue().length > 1) {
        return Optional.of(Refusal.of("invalid", parameter.getKey(), "must be given once"));
      }
      if (!PLAIN.matcher(parameter.getValue()[0]).matches()) {
        return Optional.of(Refusal.of("invalid", parameter.getKey(), "must be plain text of at most 255 characters"));
      }
    }
    // Tomcat leaves out a parameter that it cannot decode.
    return request.getAttribute(Globals.PARAMETER_PARSE_FAILED_ATTR) == null
        ? Optional.empty() : Optional.of(Refusal.of("invalid", "query", "is not properly percent-encoded"));
  }

  private void refuse(HttpServletResponse response, Refusal refusal) throws IOException {
    var problem = Problems.of(refusal);
    response.setStatus(problem.getStatus());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(response.getOutputStream(), problem);
  }

  /** @param files instead of JSON, if any */
  private static boolean isTaken(@Nullable String contentType, List<MediaType> files) {
    // No type is no JSON either: that is what a browser sends for another site without asking.
    if (contentType == null) {
      return false;
    }
    try {
      var type = MediaType.parseMediaType(contentType);
      return files.isEmpty() ? MediaType.APPLICATION_JSON.includes(type) || type.getSubtype().endsWith("+json")
          : files.stream().anyMatch(file -> file.includes(type));
    } catch (InvalidMediaTypeException e) {
      return false;
    }
  }

  private static boolean isUtf8(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static final class WithBody extends HttpServletRequestWrapper {

    private final byte[] body;

    WithBody(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = body;
    }

    @Override
    public ServletInputStream getInputStream() {
      var bytes = new ByteArrayInputStream(body);
      return new ServletInputStream() {
        @Override
        public int read() {
          return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
          return bytes.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
          return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new UnsupportedOperationException("the body is already here");
        }
      };
    }

    @Override
    public BufferedReader getReader() {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
  }
}
