package dev.caravan.deploy;

import static dev.caravan.deploy.Contract.elements;
import static dev.caravan.deploy.Contract.texts;
import static java.util.Map.entry;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.caravan.model.Refusal;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** The schemas of the contract are the records and enums of their names, as Jackson and Bean Validation take them. */
@EndToEnd
class ContractSchemasTest {

  private static final String CLASSES = "dev/caravan/";
  private static final Map<Class<?>, String> KINDS = Map.ofEntries(
      entry(String.class, "string"), entry(UUID.class, "string uuid"), entry(Instant.class, "string date-time"),
      entry(int.class, "integer int32"), entry(Integer.class, "integer int32"), entry(long.class, "integer int64"),
      entry(Long.class, "integer int64"), entry(boolean.class, "boolean"), entry(Boolean.class, "boolean"),
      entry(BigDecimal.class, "number"), entry(Object.class, "anything"), entry(JsonNode.class, "anything"),
      entry(Duration.class, "string duration"), entry(Refusal.class, "ProblemDetail"));

  @Autowired ObjectMapper json;
  @LocalServerPort int port;

  private Contract contract;

  @BeforeEach
  void read() {
    contract = new Contract(port, "openapi");
  }

  @Test
  void every_schema_is_what_its_class_says() {
    var asked = contract.reached(contract.operations().stream().map(operation -> operation.node().path("requestBody")));
    var answered = contract.reached(contract.operations().stream().map(operation -> operation.node().path("responses")));
    assertThat(Stream.concat(asked.stream(), answered.stream()).collect(toSet())).containsAll(names(contract.schemas()));
    contract.schemas().fields().forEachRemaining(schema -> {
      var name = schema.getKey();
      if (name.equals("ProblemDetail")) {
        return;
      }
      var type = type(name);
      if (type.isEnum()) {
        assertThat(texts(schema.getValue().get("enum"))).as(name).containsExactlyElementsOf(
            Arrays.stream(type.getEnumConstants()).map(constant -> json.convertValue(constant, String.class)).toList());
        return;
      }
      var properties = properties(schema.getValue());
      var kinds = new TreeMap<String, String>();
      properties.forEach((property, node) -> kinds.put(property, kind(node)));
      if (answered.contains(name)) {
        assertThat(kinds).as(name + " as answered").isEqualTo(serialized(type));
      }
      if (asked.contains(name)) {
        assertThat(kinds).as(name + " as asked").isEqualTo(deserialized(type, schema.getValue()));
        assertThat(required(schema.getValue())).as("required of " + name).isEqualTo(needed(type));
        for (var component : type.getRecordComponents()) {
          sameLimits(name + "." + component.getName(), component, properties.get(component.getName()));
        }
      } else {
        assertThat(required(schema.getValue())).as("always in " + name).isEqualTo(always(type));
      }
    });
  }

  /** The record or enum of this name. */
  private static Class<?> type(String name) {
    try {
      var files = new PathMatchingResourcePatternResolver().getResources("classpath*:" + CLASSES + "**/" + name.replace('.', '$') + ".class");
      var found = new ArrayList<Class<?>>();
      for (var file : files) {
        var path = file.getURL().getPath();
        var type = Class.forName(path.substring(path.lastIndexOf(CLASSES), path.length() - ".class".length()).replace('/', '.'));
        if (type.isRecord() || type.isEnum()) {
          found.add(type);
        }
      }
      assertThat(found).as("classes of the name " + name).hasSize(1);
      return found.get(0);
    } catch (IOException | ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static String nameOf(Class<?> type) {
    return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
  }

  private static Set<String> names(JsonNode object) {
    var names = new TreeSet<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private Map<String, JsonNode> properties(JsonNode schema) {
    var properties = new LinkedHashMap<String, JsonNode>();
    elements(schema.path("allOf")).map(contract::resolve).forEach(part -> properties.putAll(properties(part)));
    schema.path("properties").fields().forEachRemaining(property -> properties.put(property.getKey(), property.getValue()));
    return properties;
  }

  private Set<String> required(JsonNode schema) {
    var required = new TreeSet<>(texts(schema.path("required")));
    elements(schema.path("allOf")).map(contract::resolve).forEach(part -> required.addAll(required(part)));
    return required;
  }

  private static String kind(JsonNode schema) {
    if (schema.has("$ref")) {
      return Contract.name(schema.get("$ref").asText());
    }
    var types = schema.path("type").isArray() ? texts(schema.get("type")) : new HashSet<>(Set.of(schema.path("type").asText()));
    types.remove("null");
    var type = types.iterator().next();
    return switch (type) {
      case "" -> "anything";
      case "array" -> "list of " + kind(schema.get("items"));
      case "object" -> "map of " + (schema.get("additionalProperties").isBoolean() ? "anything" : kind(schema.get("additionalProperties")));
      default -> type + (schema.has("format") ? " " + schema.get("format").asText() : "");
    };
  }

  private static String kind(JavaType type) {
    if (type.isCollectionLikeType()) {
      return "list of " + kind(type.getContentType());
    }
    if (type.isMapLikeType()) {
      return "map of " + kind(type.getContentType());
    }
    var simple = KINDS.get(type.getRawClass());
    return simple == null ? nameOf(type.getRawClass()) : simple;
  }

  private Map<String, String> serialized(Class<?> type) {
    var kinds = new TreeMap<String, String>();
    for (var property : written(type)) {
      if (property.getAccessor().hasAnnotation(JsonUnwrapped.class)) {
        kinds.putAll(serialized(property.getRawPrimaryType()));
      } else {
        kinds.put(property.getName(), kind(property.getPrimaryType()));
      }
    }
    return kinds;
  }

  private List<BeanPropertyDefinition> written(Class<?> type) {
    return json.getSerializationConfig().introspect(json.constructType(type)).findProperties().stream()
        .filter(BeanPropertyDefinition::couldSerialize).toList();
  }

  private Map<String, String> deserialized(Class<?> type, JsonNode schema) {
    var kinds = new TreeMap<String, String>();
    for (var property : json.getDeserializationConfig().introspect(json.constructType(type)).findProperties()) {
      if (property.couldDeserialize()) {
        kinds.put(property.getName(), kind(property.getPrimaryType()));
        property.findAliases().forEach(alias -> assertThat(schema.at("/properties/" + property.getName() + "/description").asText())
            .as("aliases of " + nameOf(type)).contains("`" + alias.getSimpleName() + "`"));
      }
    }
    return kinds;
  }

  private static Set<String> needed(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .filter(component -> Stream.of(NotNull.class, NotBlank.class, NotEmpty.class).anyMatch(component.getAccessor()::isAnnotationPresent))
        .map(RecordComponent::getName).collect(toCollection(TreeSet::new));
  }

  private Set<String> always(Class<?> type) {
    var include = type.isAnnotationPresent(JsonInclude.class) ? type.getAnnotation(JsonInclude.class).value() : JsonInclude.Include.ALWAYS;
    var always = new TreeSet<>(serialized(type).keySet());
    for (var component : type.getRecordComponents()) {
      var absent = switch (include) {
        case NON_NULL -> component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        case NON_EMPTY -> component.getAnnotatedType().isAnnotationPresent(Nullable.class) || List.class.isAssignableFrom(component.getType());
        default -> false;
      };
      if (absent) {
        always.remove(component.getName());
      }
      if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        always.removeAll(serialized(component.getType()).keySet());
        always.addAll(always(component.getType()));
      }
    }
    return always;
  }

  private static void sameLimits(String name, RecordComponent component, JsonNode schema) {
    assertThat(limits(schema)).as(name).isEqualTo(limits(component.getAccessor(), schema));
    if (component.getAnnotatedType() instanceof AnnotatedParameterizedType container) {
      var arguments = container.getAnnotatedActualTypeArguments();
      var each = schema.has("items") ? schema.get("items") : schema.get("additionalProperties");
      assertThat(limits(each)).as("each of " + name).isEqualTo(limits(arguments[arguments.length - 1], each));
    }
  }

  private static Map<String, String> limits(JsonNode schema) {
    var limits = new TreeMap<String, String>();
    for (var keyword : List.of("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "maxProperties", "pattern")) {
      if (schema.has(keyword)) {
        limits.put(keyword, schema.get(keyword).asText());
      }
    }
    return limits;
  }

  private static Map<String, String> limits(AnnotatedElement element, JsonNode schema) {
    var limits = new TreeMap<String, String>();
    var unit = switch (schema.path("type").asText()) {
      case "array" -> "Items";
      case "object" -> "Properties";
      default -> "Length";
    };
    if (element.getAnnotation(Min.class) != null) {
      limits.put("minimum", String.valueOf(element.getAnnotation(Min.class).value()));
    }
    if (element.getAnnotation(PositiveOrZero.class) != null) {
      limits.put("minimum", "0");
    }
    if (element.getAnnotation(Max.class) != null) {
      limits.put("maximum", String.valueOf(element.getAnnotation(Max.class).value()));
    }
    if (element.getAnnotation(NotEmpty.class) != null) {
      limits.put("min" + unit, "1");
    }
    var size = element.getAnnotation(Size.class);
    if (size != null) {
      if (size.min() > 0) {
        limits.put("min" + unit, String.valueOf(size.min()));
      }
      limits.put("max" + unit, String.valueOf(size.max()));
    }
    // What forbids control characters is written otherwise in JSON Schema, and said in words.
    var pattern = element.getAnnotation(Pattern.class);
    if (pattern != null && !pattern.regexp().contains("\\p{")) {
      limits.put("pattern", "^" + pattern.regexp() + "$");
    }
    return limits;
  }
}
