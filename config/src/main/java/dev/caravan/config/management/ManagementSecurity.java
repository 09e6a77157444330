package dev.caravan.config.management;

import dev.caravan.config.embedded.Operator;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.security.config.BeanIds;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

import java.util.Objects;

/**
 * Lets nobody but the operator see what is on the management port, health and metrics apart. Part of that port's own
 * context, by the file that lists such parts: no component, or it would guard the public port, too.
 */
@EnableWebSecurity
final class ManagementSecurity {

  private static final Logger LOG = LoggerFactory.getLogger(ManagementSecurity.class);

  /** @throws IllegalStateException when management has no port of its own */
  ManagementSecurity(Environment environment, Operator operator) {
    if (ManagementPortType.get(environment) != ManagementPortType.DIFFERENT) {
      throw new IllegalStateException("CARAVAN_MANAGEMENT_PORT must not be the public port, CARAVAN_PORT");
    }
    if (!operator.known()) {
      LOG.info("Hawtio is not offered: CARAVAN_OPERATOR_PASSWORD is not set");
    }
  }

  @Bean
  UserDetailsService operators(Operator operator, PasswordEncoder passwords) {
    var users = new InMemoryUserDetailsManager();
    if (operator.known()) {
      users.createUser(User.withUsername(operator.user()).password(passwords.encode(operator.password())).build());
    }
    return users;
  }

  /** Slow on purpose: guessing takes as long. */
  @Bean
  PasswordEncoder passwords() {
    return new BCryptPasswordEncoder();
  }

  @Bean
  SecurityFilterChain management(HttpSecurity http, Operator operator) throws Exception {
    var path = PathPatternRequestMatcher.withDefaults();
    http.authorizeHttpRequests(requests -> {
      requests.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll();
      requests.requestMatchers(path.matcher("/actuator/health/**"), path.matcher("/actuator/prometheus")).permitAll();
      if (operator.known()) {
        requests.anyRequest().authenticated();
      } else {
        requests.anyRequest().denyAll();
      }
    });
    if (operator.known()) {
      http.formLogin(form -> form.defaultSuccessUrl("/actuator/hawtio/")).httpBasic(Customizer.withDefaults());
    }
    // Hawtio sends the cookie's value back in a header, and so needs it at once and as it is.
    var token = new CsrfTokenRequestAttributeHandler();
    token.setCsrfRequestAttributeName(null);
    return http
        .csrf(csrf -> csrf.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse()).csrfTokenRequestHandler(token))
        .build();
  }

  /** Lets through only paths that are spelled plainly, lest who guards them reads another one than who answers. */
  @Bean
  FilterRegistrationBean<Filter> plainPaths() {
    var plain = new FilterRegistrationBean<Filter>((request, response, chain) -> {
      var called = (HttpServletRequest) request;
      var read = called.getServletPath() + Objects.requireNonNullElse(called.getPathInfo(), "");
      if (called.getRequestURI().equals(read)) {
        chain.doFilter(request, response);
      } else {
        ((HttpServletResponse) response).sendError(HttpServletResponse.SC_BAD_REQUEST);
      }
    });
    plain.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return plain;
  }

  /** Before Hawtio's own filters. */
  @Bean
  DelegatingFilterProxyRegistrationBean guard() {
    var guard = new DelegatingFilterProxyRegistrationBean(BeanIds.SPRING_SECURITY_FILTER_CHAIN);
    guard.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER);
    return guard;
  }
}
