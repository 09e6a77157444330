package dev.caravan.config.saga;

import io.narayana.lra.Current;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import org.glassfish.jersey.server.ResourceConfig;

import java.net.URI;

/** The API of Narayana's LRA coordinator, for processes that take part in sagas coordinated here. */
final class CoordinatorApi extends ResourceConfig {

  static final String PATH = "/lra-coordinator";

  /**
   * @param coordinator where it is reached, whatever a request says
   * @throws IllegalArgumentException if that does not end in {@value #PATH}
   */
  CoordinatorApi(URI coordinator) {
    if (!coordinator.getPath().endsWith(PATH)) {
      throw new IllegalArgumentException("caravan.saga.coordinator must end in " + PATH + ", not " + coordinator);
    }
    register(io.narayana.lra.coordinator.api.Coordinator.class);
    register(new UnderItsName(coordinator));
    register((ContainerResponseFilter) CoordinatorApi::forget);
  }

  /** Narayana remembers with the thread what was opened on it, and would tell every later caller. */
  private static void forget(ContainerRequestContext request, ContainerResponseContext response) {
    Current.popAll();
  }

  /** Saga ids begin with the name by which all know the coordinator. */
  @PreMatching
  private record UnderItsName(URI coordinator) implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
      var asked = request.getUriInfo().getRequestUri();
      var path = asked.getRawPath().substring(PATH.length());
      var query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
      request.setRequestUri(coordinator.resolve("."), URI.create(coordinator + path + query));
    }
  }
}
