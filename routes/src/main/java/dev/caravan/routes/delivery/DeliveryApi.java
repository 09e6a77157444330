package dev.caravan.routes.delivery;

import dev.caravan.model.delivery.Acceptance;
import dev.caravan.model.delivery.Completion;
import dev.caravan.model.delivery.Ratings;
import dev.caravan.model.delivery.Stages;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.springframework.stereotype.Component;

/** Deliveries over HTTP: taken, given back, brought stage by stage, confirmed, rated. */
@Component
public class DeliveryApi extends RouteBuilder {
  @Override
  public void configure() {
    rest("/orders/{id}")
        .post("/accept").id("accept-request").to("direct:accept-order")
        .delete("/acceptance").id("give-back-request").to("direct:give-order-back")
        .post("/delivery").id("report-stage-request").to("direct:report-stage")
        .post("/problems").id("report-trouble-request").to("direct:report-trouble")
        .post("/approval").id("approval-request").to("direct:answer-question")
        .get("/confirmation-code").id("get-code-request").to("direct:get-confirmation-code")
        .post("/confirm").id("confirm-delivery-request").to("direct:confirm-delivery")
        .post("/rating").id("rate-request").to("direct:rate-order");

    from("direct:accept-order").routeConfigurationId("api").routeId("bid-for-order").group("delivery")
        .unmarshal().json(JsonLibrary.Jackson, Acceptance.Bid.class)
        .to("{{validate}}")
        .bean("acceptance", "accept(${header.id}, ${body})")
        .process("answer");

    from("direct:give-order-back").routeConfigurationId("api").routeId("give-order-back").group("delivery")
        .bean("acceptance", "giveBack(${header.id}, ${header.runnerId})")
        .process("answer");

    from("direct:report-stage").routeConfigurationId("api").routeId("report-stage").group("delivery")
        .unmarshal().json(JsonLibrary.Jackson, Stages.Report.class)
        .to("{{validate}}")
        .bean("stages", "report(${header.id}, ${body})")
        .process("answer");

    from("direct:report-trouble").routeConfigurationId("api").routeId("report-trouble").group("delivery")
        .unmarshal().json(JsonLibrary.Jackson, Stages.Trouble.class)
        .to("{{validate}}")
        .bean("stages", "trouble(${header.id}, ${body})")
        .process("answer");

    from("direct:answer-question").routeConfigurationId("api").routeId("answer-question").group("delivery")
        .unmarshal().json(JsonLibrary.Jackson, Stages.Answer.class)
        .to("{{validate}}")
        .bean("stages", "answer(${header.id}, ${body})")
        .process("answer");

    from("direct:get-confirmation-code").routeConfigurationId("api").routeId("get-confirmation-code").group("delivery")
        .bean("jobs", "code(${header.id})")
        .process("answer");

    from("direct:confirm-delivery").routeConfigurationId("api").routeId("confirm-delivery").group("delivery")
        .unmarshal().json(JsonLibrary.Jackson, Completion.Proof.class)
        .to("{{validate}}")
        .bean("completion", "confirm(${header.id}, ${body})")
        .process("answer");

    from("direct:rate-order").routeConfigurationId("api").routeId("rate-order").group("delivery")
        .unmarshal().json(JsonLibrary.Jackson, Ratings.NewRating.class)
        .to("{{validate}}")
        .bean("ratings", "rate(${header.id}, ${body})")
        .process("answer");
  }
}
