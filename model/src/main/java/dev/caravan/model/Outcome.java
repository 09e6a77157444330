package dev.caravan.model;

/** What a request led to: its result, or the {@link Refusal} that it met. */
public interface Outcome {}
