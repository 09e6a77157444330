package dev.caravan.model.chat;

/** What words about a time say. */
sealed interface Told permits When, Recurring, Vague {}
