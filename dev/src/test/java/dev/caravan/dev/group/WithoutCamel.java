package dev.caravan.dev.group;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;

/** Leaves out whatever would set up a second Camel beside Camel JBang's own. */
final class WithoutCamel implements AutoConfigurationImportFilter {

  @Override
  public boolean[] match(@Nullable String[] types, AutoConfigurationMetadata metadata) {
    var matches = new boolean[types.length];
    for (int i = 0; i < types.length; i++) {
      var type = types[i];
      matches[i] = type != null && !type.startsWith("org.apache.camel.");
    }
    return matches;
  }
}
