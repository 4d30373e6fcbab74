package dev.coxswain.client;

import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.ObjectKey;

/// Small objects for tests.
final class Objects {
  static final DeleteOptions NOW = DeleteOptions.getDefaultInstance();

  private Objects() {}

  static ConfigMap map(String name) {
    return ConfigMap.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setNamespace("default").setName(name))
        .build();
  }

  static ConfigMap map(String name, String key, String value) {
    return map(name).toBuilder().putData(key, value).build();
  }

  static ObjectKey key(String name) {
    return new ObjectKey("default", name);
  }
}
