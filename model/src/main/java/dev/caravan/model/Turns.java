package dev.caravan.model;

import jakarta.persistence.EntityManager;
import org.hibernate.Session;

/** Whoever does the same at the same time waits for its turn, and then finds what was done. */
public final class Turns {

  private Turns() {}

  /** Waits until nobody else has this turn, and has it until the transaction ends. @param kind of what is taken turns for */
  public static void await(EntityManager database, String kind, String id) {
    database.unwrap(Session.class).createNativeQuery("select pg_advisory_xact_lock(hashtextextended(:kind || ' ' || :id, 0))::text")
        // Without a space of its own, Hibernate would flush everything before this statement.
        .addSynchronizedQuerySpace("pg_locks").setParameter("kind", kind).setParameter("id", id).getSingleResult();
  }
}
