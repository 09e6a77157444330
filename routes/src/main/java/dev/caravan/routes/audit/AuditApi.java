package dev.caravan.routes.audit;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The audit over HTTP: looked up and verified. */
@Component
public class AuditApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/audit")
        .get().id("list-audit-request").to("direct:list-audit")
        .get("/verification").id("verify-audit-request").to("direct:verify-audit")
        .get("/{id}").id("get-audit-record-request").to("direct:get-audit-record");
    rest("/audit-log")
        .get().id("list-audit-log-request").to("direct:list-audit-log");

    from("direct:list-audit-log").routeId("list-audit-log").group("audit")
        .to("direct:list-audit");

    from("direct:list-audit").routeConfigurationId("api").routeId("list-audit").group("audit")
        .bean("auditQueries", "list(${header.taskId}, ${header.orderId}, ${header.eventType}, ${header.actor}, ${header.from}, ${header.to}, ${header.limit}, ${header.cursor})")
        .process("answer");

    from("direct:verify-audit").routeConfigurationId("api").routeId("verify-audit").group("audit")
        .bean("auditVerifier", "verify(${header.head}, ${header.records})")
        .process("answer");

    from("direct:get-audit-record").routeConfigurationId("api").routeId("get-audit-record").group("audit")
        .bean("auditQueries", "one(${header.id})")
        .process("answer");
  }
}
