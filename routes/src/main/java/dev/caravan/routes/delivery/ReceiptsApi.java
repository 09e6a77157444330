package dev.caravan.routes.delivery;

import dev.caravan.model.delivery.Receipt;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Receipts over HTTP: as data, as a page to print, and as a PDF to keep. */
@Component
public class ReceiptsApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/orders/{id}")
        .get("/receipt").id("get-receipt-request").to("direct:get-receipt")
        .get("/receipt.html").id("get-receipt-page-request").to("direct:get-receipt-page")
        .get("/receipt.pdf").id("get-receipt-pdf-request").to("direct:get-receipt-pdf");

    from("direct:get-receipt").routeConfigurationId("api").routeId("get-receipt").group("delivery")
        .bean("preference", "of(${header.Accept}, 'application/json, text/html, application/pdf')")
        .choice()
          .when(body().isEqualTo("text/html")).to("direct:get-receipt-page")
          .when(body().isEqualTo("application/pdf")).to("direct:get-receipt-pdf")
          .when(body().isEqualTo("application/json")).bean("receipts", "of(${header.id})").process("answer")
          .otherwise().process("answer");

    from("direct:get-receipt-page").routeConfigurationId("api").routeId("get-receipt-page").group("delivery")
        .bean("receipts", "of(${header.id})")
        .choice()
          .when(body().isInstanceOf(Receipt.class))
            .to("direct:print-receipt")
            .setHeader(Exchange.CONTENT_TYPE, constant("text/html; charset=utf-8"))
          .otherwise().process("answer");

    from("direct:get-receipt-pdf").routeConfigurationId("api").routeId("get-receipt-pdf").group("delivery")
        .bean("receipts", "of(${header.id})")
        .choice()
          .when(body().isInstanceOf(Receipt.class))
            .to("direct:print-receipt").process("receiptPdf")
            .setHeader(Exchange.CONTENT_TYPE, constant("application/pdf"))
          .otherwise().process("answer");

    // Fails into the route that asked: what is half printed is no answer.
    from("direct:print-receipt").routeId("print-receipt").group("delivery")
        .bean("receiptPage", "of")
        .to("{{delivery.receipt-html}}");
  }
}
