package dev.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileTest {

  @ParameterizedTest
  @CsvSource({
      "org.springframework.boot.logging.logback.StructuredLogEncoder, logging",
      "org.springframework.jms.listener.DefaultMessageListenerContainer, spring jms",
      "org.springframework.aop.framework.CglibAopProxy, spring",
      "dev.caravan.model.orders.Orders$$SpringCGLIB$$0, caravan",
      "java.util.HashMap, ''"})
  void a_class_belongs_to_the_narrowest_subsystem(String type, String subsystem) {
    assertThat(Profile.subsystem(type)).isEqualTo(subsystem);
  }

  @Test
  void threads_of_a_kind_have_one_name() {
    assertThat(Profile.kind("Camel (camel-1) thread #12 - JmsConsumer[orders.place]"))
        .isEqualTo("Camel (camel-#) thread # - JmsConsumer[orders.place]");
    assertThat(Profile.kind(null)).isEqualTo("?");
  }

  @Test
  void only_the_compilers_threads_count_as_compilers() {
    var rest = " S 1 2 3 4 5 6 7 8 9 10 300 45 0 0";
    assertThat(Application.compilerTicks("77 (C2 CompilerThre)" + rest)).isEqualTo(345);
    assertThat(Application.compilerTicks("78 (Camel (camel-1) thread)" + rest)).isZero();
  }
}
