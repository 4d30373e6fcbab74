package dev.coxswain.apiserver.registry.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.apimachinery.codec.DecodeException;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.Columns;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.registry.print.Ages;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.warnings.KeyPairs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Secrets: like config maps, with types that say which keys must be there.
public final class SecretStrategy extends GenericStrategy<Secret> {
  private static final FieldPath DATA = FieldPath.of("data");
  private static final String ACCOUNT = "kubernetes.io/service-account.name";
  private static final List<TableColumn> COLUMNS =
      List.of(
          Columns.name(),
          Columns.text("Type", "What the secret is for."),
          Columns.text("Data", "How many keys there are."),
          Columns.age());

  public SecretStrategy(ResourceType resource) {
    super(resource);
  }

  @Override
  protected void check(Secret secret, StrategyContext context, Problems problems) {
    for (var key : new TreeSet<>(secret.getDataMap().keySet())) {
      problems.invalid(DATA.key(key), key, Names.isConfigMapKey(key));
    }
    long size = secret.getDataMap().values().stream().mapToLong(ByteString::size).sum();
    if (size > ConfigMapStrategy.MAX_BYTES) {
      problems.tooLong(DATA, ConfigMapStrategy.MAX_BYTES);
    }
    checkType(secret, problems);
  }

  @Override
  public Secret prepareForUpdate(Secret updated, Secret existing, StrategyContext context) {
    // An update that leaves the type out means the one there is.
    return super.prepareForUpdate(
        updated.getType().isEmpty()
            ? updated.toBuilder().setType(existing.getType()).build()
            : updated,
        existing,
        context);
  }

  @Override
  protected void checkUpdate(
      Secret updated, Secret existing, StrategyContext context, Problems problems) {
    problems.unchanged(FieldPath.of("type"), updated.getType(), existing.getType());
    if (existing.getImmutable()) {
      if (!updated.getImmutable()) {
        problems.forbidden(FieldPath.of("immutable"), ConfigMapStrategy.SEALED);
      }
      if (!updated.getDataMap().equals(existing.getDataMap())) {
        problems.forbidden(DATA, ConfigMapStrategy.SEALED);
      }
    }
    check(updated, context, problems);
  }

  @Override
  public List<String> warnings(Secret secret, Optional<Secret> existing) {
    return KeyPairs.warnings(secret);
  }

  @Override
  public Map<String, String> selectableFields(Secret secret) {
    return Map.of("type", secret.getType());
  }

  @Override
  public List<TableColumn> columns() {
    return COLUMNS;
  }

  @Override
  public List<Object> cells(Secret secret, Instant now) {
    return List.of(
        secret.getMetadata().getName(),
        secret.getType(),
        secret.getDataCount(),
        Ages.since(secret.getMetadata(), now));
  }

  private static void checkType(Secret secret, Problems problems) {
    switch (secret.getType()) {
      case "kubernetes.io/service-account-token" -> {
        if (secret.getMetadata().getAnnotationsOrDefault(ACCOUNT, "").isEmpty()) {
          problems.required(Problems.METADATA.child("annotations").key(ACCOUNT));
        }
      }
      case "kubernetes.io/dockercfg" -> checkJson(secret, ".dockercfg", problems);
      case "kubernetes.io/dockerconfigjson" -> checkJson(secret, ".dockerconfigjson", problems);
      case "kubernetes.io/basic-auth" -> {
        if (!secret.containsData("username") && !secret.containsData("password")) {
          problems.required(DATA.key("username"));
          problems.required(DATA.key("password"));
        }
      }
      case "kubernetes.io/ssh-auth" -> checkPresent(secret, "ssh-privatekey", problems);
      case "kubernetes.io/tls" -> {
        if (!secret.containsData("tls.crt")) {
          problems.required(DATA.key("tls.crt"));
        }
        if (!secret.containsData("tls.key")) {
          problems.required(DATA.key("tls.key"));
        }
      }
      default -> {
        // Whoever made up the type knows what it needs.
      }
    }
  }

  private static void checkPresent(Secret secret, String key, Problems problems) {
    if (secret.getDataOrDefault(key, ByteString.EMPTY).isEmpty()) {
      problems.required(DATA.key(key));
    }
  }

  private static void checkJson(Secret secret, String key, Problems problems) {
    if (!secret.containsData(key)) {
      problems.required(DATA.key(key));
      return;
    }
    complaint(secret.getDataOrThrow(key))
        .ifPresent(c -> problems.invalid(DATA.key(key), "<secret contents redacted>", c));
  }

  private static String sort(JsonNode document) {
    return switch (document.getNodeType()) {
      case BOOLEAN -> "bool";
      case ARRAY -> "array";
      case NUMBER -> "number";
      default -> "string";
    };
  }

  private static Optional<String> complaint(ByteString json) {
    try {
      var document = JsonCodec.parse(json.toByteArray());
      return document.isObject() || document.isNull()
          ? Optional.empty()
          : Optional.of(
              "json: cannot unmarshal %s into Go value of type map[string]interface {}"
                  .formatted(sort(document)));
    } catch (DecodeException e) {
      return Optional.of(e.getMessage());
    }
  }
}
