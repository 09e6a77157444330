package dev.caravan.config.rest;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.ModelAndView;

import java.io.IOException;

/** What callers may rely on, written by hand in YAML: served as JSON, and as a page to browse. */
@RestController
class Contract {

  private final String openapi;
  private final String asyncapi;

  Contract() throws IOException {
    openapi = json("openapi");
    asyncapi = json("asyncapi");
  }

  private static String json(String name) throws IOException {
    try (var yaml = new ClassPathResource("contract/" + name + ".yaml").getInputStream()) {
      return new YAMLMapper().readTree(yaml).toString();
    }
  }

  @GetMapping(path = "/api/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
  String openapi() {
    return openapi;
  }

  @GetMapping(path = "/api/v1/asyncapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
  String asyncapi() {
    return asyncapi;
  }

  @GetMapping("/docs")
  ModelAndView page(HttpServletResponse response) {
    // The icons of the library's style are written into it.
    response.setHeader("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'");
    return new ModelAndView("forward:/docs.html");
  }
}
