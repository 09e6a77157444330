package dev.caravan.model.shipping;

import jakarta.inject.Named;

/** A parcel on its way to its carrier. Every call to a carrier stands between two transactions. */
@Named("shipping")
public class Shipping {

  private final Shipments shipments;
  private final Carrier carrier;

  public Shipping(Shipments shipments, Carrier carrier) {
    this.shipments = shipments;
    this.carrier = carrier;
  }

  public void dispatch(String orderId) {
    shipments.toDispatch(orderId).ifPresent(shipment ->
        shipments.answered(orderId, shipment, carrier.book(shipment.parcel())));
  }

  /** Has carriers give up what is not to be sent any more; asked again by timer until they have. */
  public void giveUp(String orderId) {
    shipments.toVoid(orderId).forEach(shipment ->
        shipments.voided(orderId, shipment, carrier.cancel(shipment.parcel())));
  }
}
