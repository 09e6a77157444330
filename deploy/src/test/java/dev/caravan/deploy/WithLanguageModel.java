package dev.caravan.deploy;

import org.junit.jupiter.api.Tag;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test of the whole application with a language model, the {@link FakeLanguageModel}; all such tests share one application, which
 * is not that of {@link EndToEnd} and runs in a process of its own (one coordinator of sagas to a process).
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EndToEnd
@ContextConfiguration(initializers = {PostOffice.class, Setting.class, FakeLanguageModel.class})
@TestPropertySource(properties = {"caravan.language.model.timeout=1s", "caravan.language.model.pause=1s"})
@Tag("language-model")
@interface WithLanguageModel {}
