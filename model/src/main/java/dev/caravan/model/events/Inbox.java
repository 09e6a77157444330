package dev.caravan.model.events;

import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.hibernate.Session;

import java.util.UUID;

/** Which subscriber has already taken which fact in. */
@Named("inbox")
public class Inbox {

  @PersistenceContext
  private Session database;

  /** True for the first transaction in which this subscriber takes this fact in; false ever after. */
  @Transactional(TxType.MANDATORY)
  public boolean takesIn(String subscriber, UUID eventId) {
    return database.createNativeQuery(
            "insert into events.inbox (subscriber, event_id) values (:subscriber, :id) on conflict do nothing")
        .addSynchronizedQuerySpace("events.inbox")
        .setParameter("subscriber", subscriber).setParameter("id", eventId).executeUpdate() == 1;
  }
}
