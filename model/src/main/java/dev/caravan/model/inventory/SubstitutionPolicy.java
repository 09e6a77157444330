package dev.caravan.model.inventory;

import dev.caravan.model.orders.Substitutions;

import java.time.Duration;

/**
 * Whether and how long customers are asked for substitutes.
 *
 * @param otherwise for orders that do not say
 * @param answer until a customer answers; no answer is a no
 * @param asksModel whether a language model is asked before the rules decide
 * @param patience how long a model may take at most
 */
public record SubstitutionPolicy(Substitutions otherwise, Duration answer, boolean asksModel, Duration patience) {}
