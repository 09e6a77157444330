package dev.caravan.bench;

import java.io.IOException;
import java.util.UUID;

/** The ways an order can go, and how a customer asks for each. */
enum Way {

  COUNTER("PICKUP", "at the counter") {
    @Override
    String post(Api api, String wish) throws IOException, InterruptedException {
      return ordered(api, wish, "");
    }
  },

  COURIER("COURIER", "by courier, each accepted, carried through its stages and confirmed over HTTP") {
    @Override
    String post(Api api, String wish) throws IOException, InterruptedException {
      return ordered(api, wish, ", \"fulfilment\": {\"type\": \"COURIER\", \"address\": {\"building\": \"North Hall\"}}");
    }
  },

  SHIPMENT("SHIPMENT", "by shipment, each started with an address, all else the house's: one box of pancake mix") {
    @Override
    String post(Api api, String wish) throws IOException, InterruptedException {
      var id = UUID.randomUUID().toString();
      api.post("/orders/" + id + "/start", "{\"customerId\": \"" + CUSTOMER + "\", \"initialAddress\": " + ADDRESS + "}");
      return id;
    }
  };

  /** Who orders. */
  static final String CUSTOMER = "ada";

  /** Where what is sent goes to. */
  static final String ADDRESS =
      "{\"street\": \"123 Main St\", \"city\": \"Anytown\", \"state\": \"CA\", \"zip\": \"12345\"}";

  private final String fulfilment;
  private final String words;

  Way(String fulfilment, String words) {
    this.fulfilment = fulfilment;
    this.words = words;
  }

  /** The property of an order's messages that tells this way from the others. */
  String fulfilment() {
    return fulfilment;
  }

  /** What is measured, as it is printed. */
  String words() {
    return words;
  }

  /** Posts an order and returns its id. @param wish what it is for, as part of a JSON object, where the way leaves a choice */
  abstract String post(Api api, String wish) throws IOException, InterruptedException;

  private static String ordered(Api api, String wish, String fulfilment) throws IOException, InterruptedException {
    return api.post("/orders",
        "{\"customerId\": \"" + CUSTOMER + "\", " + wish + fulfilment + ", \"payment\": {\"method\": \"card\"}}").get("id").asText();
  }
}
