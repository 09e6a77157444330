package dev.caravan.model.analysis;

import java.time.Duration;

/**
 * Who reads what people write.
 *
 * @param asksModel whether there is a language model beside the rules
 * @param patience how long a model may take at most
 */
public record AnalysisPolicy(boolean asksModel, Duration patience) {}
