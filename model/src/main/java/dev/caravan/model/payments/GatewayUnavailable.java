package dev.caravan.model.payments;

/** The gateway gave no usable answer to something that has to be done in the end; whoever asked tries again later. */
public class GatewayUnavailable extends RuntimeException {

  public GatewayUnavailable(String message) {
    super(message);
  }
}
