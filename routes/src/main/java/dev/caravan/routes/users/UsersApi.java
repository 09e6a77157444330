package dev.caravan.routes.users;

import dev.caravan.model.users.Block;
import dev.caravan.model.users.NewUser;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.springframework.stereotype.Component;

/** People over HTTP: registered, looked up, blocked and unblocked. */
@Component
public class UsersApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/users")
        .post().id("post-user").to("direct:register-user")
        .get().id("list-users-request").to("direct:list-users")
        .get("/{id}").id("get-user-request").to("direct:get-user")
        .post("/{id}/block").id("block-user-request").to("direct:block-user")
        .post("/{id}/unblock").id("unblock-user-request").to("direct:unblock-user");

    from("direct:register-user").routeConfigurationId("api").routeId("register-user").group("users")
        .unmarshal().json(JsonLibrary.Jackson, NewUser.class)
        .to("{{validate}}")
        .bean("users", "register")
        .process("answer");

    from("direct:list-users").routeConfigurationId("api").routeId("list-users").group("users")
        .bean("users", "list(${header.role}, ${header.limit}, ${header.cursor})")
        .process("answer");

    from("direct:get-user").routeConfigurationId("api").routeId("get-user").group("users")
        .bean("users", "one(${header.id})")
        .process("answer");

    from("direct:block-user").routeConfigurationId("api").routeId("block-user").group("users")
        .unmarshal().json(JsonLibrary.Jackson, Block.class)
        .to("{{validate}}")
        .bean("users", "block(${header.id}, ${body}, 'operator')")
        .process("answer");

    from("direct:unblock-user").routeConfigurationId("api").routeId("unblock-user").group("users")
        .bean("users", "unblock(${header.id}, 'operator')")
        .process("answer");
  }
}
