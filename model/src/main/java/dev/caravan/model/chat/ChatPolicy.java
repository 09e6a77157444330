package dev.caravan.model.chat;

import java.time.Duration;
import java.time.ZoneId;

/**
 * What the house decides about conversations.
 *
 * @param zone of people who name none
 * @param patience how long a proposal waits for a yes
 * @param paymentMethod by which an order is paid that is placed in a conversation
 * @param asksModel whether there is a language model for what the rules make nothing of
 */
public record ChatPolicy(ZoneId zone, Duration patience, String paymentMethod, boolean asksModel) {}
