package dev.caravan.routes.review;

import dev.caravan.model.review.ReviewPolicy;
import dev.caravan.model.review.Reviews;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.springframework.stereotype.Component;

/** Reviews over HTTP: looked up and decided, and the policy that asks for them. */
@Component
public class ReviewApi extends RouteBuilder {
  @Override
  public void configure() {
    rest("/reviews")
        .get().id("list-reviews-request").to("direct:list-reviews");
    rest("/review-policy")
        .get().id("get-review-policy-request").to("direct:get-review-policy")
        .put().id("change-review-policy-request").to("direct:change-review-policy");
    rest("/orders/{id}")
        .get("/review").id("get-review-request").to("direct:get-review")
        .post("/signals/approve").id("approve-order-request").to("direct:approve-order")
        .post("/signals/reject").id("reject-order-request").to("direct:reject-order");

    from("direct:list-reviews").routeConfigurationId("api").routeId("list-reviews").group("review")
        .bean("reviews", "list(${header.status}, ${header.limit}, ${header.cursor})")
        .process("answer");

    from("direct:get-review").routeConfigurationId("api").routeId("get-review").group("review")
        .bean("reviews", "one(${header.id})")
        .process("answer");

    from("direct:approve-order").routeConfigurationId("api").routeId("approve-order").group("review")
        .unmarshal().json(JsonLibrary.Jackson, Reviews.Approval.class)
        .to("{{validate}}")
        .bean("reviews", "approve(${header.id}, ${body})")
        .process("answer");

    from("direct:reject-order").routeConfigurationId("api").routeId("reject-order").group("review")
        .unmarshal().json(JsonLibrary.Jackson, Reviews.Rejection.class)
        .to("{{validate}}")
        .bean("reviews", "reject(${header.id}, ${body})")
        .process("answer");

    from("direct:get-review-policy").routeConfigurationId("api").routeId("get-review-policy").group("review")
        .bean("reviews", "policy")
        .process("answer");

    from("direct:change-review-policy").routeConfigurationId("api").routeId("change-review-policy").group("review")
        .unmarshal().json(JsonLibrary.Jackson, ReviewPolicy.class)
        .to("{{validate}}")
        .bean("reviews", "change(${body}, 'operator')")
        .process("answer");
  }
}
