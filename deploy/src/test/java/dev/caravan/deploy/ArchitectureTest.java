package dev.caravan.deploy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "dev.caravan", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule the_model_knows_neither_Camel_nor_Spring =
      noClasses().that().resideInAPackage("dev.caravan.model..")
          .should().dependOnClassesThat().resideInAnyPackage(
              "org.apache.camel..", "org.springframework..", "jakarta.jms..", "dev.caravan.routes..", "dev.caravan.config..");

  @ArchTest
  static final ArchRule routes_know_the_model_and_not_the_configuration =
      noClasses().that().resideInAPackage("dev.caravan.routes..")
          .should().dependOnClassesThat().resideInAnyPackage("dev.caravan.config..", "jakarta.persistence..", "jakarta.jms..", "java.sql..");

  @ArchTest
  static final ArchRule the_configuration_does_not_know_routes =
      noClasses().that().resideInAPackage("dev.caravan.config..")
          .should().dependOnClassesThat().resideInAPackage("dev.caravan.routes..");

  @ArchTest
  static final ArchRule a_route_file_is_nothing_but_routes =
      classes().that().areAssignableTo(RouteBuilder.class).should(new ArchCondition<JavaClass>("have no fields") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
          type.getFields().forEach(field -> events.add(SimpleConditionEvent.violated(field, field.getFullName())));
        }
      });

  @ArchTest
  static final ArchRule contexts_have_no_cycles_but_through_orders =
      slices().matching("dev.caravan.model.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule every_package_says_what_may_be_null =
      classes().that().resideInAPackage("dev.caravan..").should(new ArchCondition<JavaClass>("be in a @NullMarked package") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
          JavaPackage home = type.getPackage();
          if (!home.isAnnotatedWith(NullMarked.class)) {
            events.add(SimpleConditionEvent.violated(type, home.getName() + " is not @NullMarked"));
          }
        }
      });

  @ArchTest
  static final ArchRule no_workflow_sleeps_or_exits =
      noClasses().that().resideInAnyPackage("dev.caravan.model..", "dev.caravan.routes..")
          .should().callMethod(Thread.class, "sleep", long.class)
          .orShould().callMethod(System.class, "exit", int.class);
}
