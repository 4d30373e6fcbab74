package dev.coxswain.apiserver.bootstrap;

import com.google.protobuf.Message;
import dev.coxswain.api.flowcontrol.v1.FlowSchema;
import dev.coxswain.api.flowcontrol.v1.FlowSchemaCondition;
import dev.coxswain.api.flowcontrol.v1.PriorityLevelConfiguration;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.time.Times;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps the objects by which requests are limited: those of the system are there and, unless
/// somebody took them over, as this version wants them; and schemas say whether their level exists.
final class FlowUpkeep {
  private static final String AUTOUPDATE = "apf.kubernetes.io/autoupdate-spec";
  private static final Set<String> MANDATORY = Set.of("exempt", "catch-all");
  private static final String DANGLING = "Dangling";

  private final OwnClient client;

  FlowUpkeep(OwnClient client) {
    this.client = client;
  }

  /// Creates and restores the objects of the system.
  void restore(List<Message> system) {
    for (var wanted : system) {
      if (wanted instanceof FlowSchema || wanted instanceof PriorityLevelConfiguration) {
        restore(wanted);
      }
    }
  }

  private void restore(Message wanted) {
    var existing = client.get(wanted.getClass(), "", Metadata.of(wanted).getName());
    if (existing.isEmpty()) {
      client.createIfAbsent(wanted);
    } else {
      restored(existing.get(), wanted).ifPresent(client::update);
    }
  }

  /// Tells the schemas whose level came or went.
  void tellSchemas(Instant now) {
    var levels =
        client.list(PriorityLevelConfiguration.class).stream()
            .map(level -> level.getMetadata().getName())
            .collect(Collectors.toSet());
    for (var schema : client.list(FlowSchema.class)) {
      told(schema, levels, now).ifPresent(client::updateStatus);
    }
  }

  /// The object with the spec that it should have; empty if it has that, or is somebody's own.
  static Optional<Message> restored(Message existing, Message wanted) {
    if (!isOurs(existing)) {
      return Optional.empty();
    }
    var spec = wanted.getDescriptorForType().findFieldByName("spec");
    var restored = existing.toBuilder().setField(spec, wanted.getField(spec)).build();
    return restored.equals(existing) ? Optional.empty() : Optional.of(restored);
  }

  /// What must be there is always kept; what is suggested, until somebody changes it or says so.
  /// How much exempt requests lend to others is everybody's choice.
  private static boolean isOurs(Message object) {
    var meta = Metadata.of(object);
    if (MANDATORY.contains(meta.getName())) {
      return !(object instanceof PriorityLevelConfiguration level)
          || !level.getSpec().getType().equals("Exempt");
    }
    var says = meta.getAnnotationsMap().get(AUTOUPDATE);
    return says == null ? meta.getGeneration() == 1 : says.equals("true");
  }

  /// The schema with a condition that is true; empty if it has one.
  ///
  /// @param levels names of those that exist
  static Optional<FlowSchema> told(FlowSchema schema, Set<String> levels, Instant now) {
    var level = schema.getSpec().getPriorityLevelConfiguration().getName();
    boolean exists = levels.contains(level);
    var condition =
        FlowSchemaCondition.newBuilder()
            .setType(DANGLING)
            .setStatus(exists ? "False" : "True")
            .setReason(exists ? "Found" : "NotFound")
            .setMessage(
                ("This FlowSchema references the PriorityLevelConfiguration object named \"%s\" "
                        + (exists ? "and it exists" : "but there is no such object"))
                    .formatted(level));
    var before =
        schema.getStatus().getConditionsList().stream()
            .filter(c -> c.getType().equals(DANGLING))
            .findFirst();
    boolean sameStatus =
        before.filter(c -> c.getStatus().equals(condition.getStatus())).isPresent();
    condition.setLastTransitionTime(
        sameStatus ? before.orElseThrow().getLastTransitionTime() : Times.of(now));
    if (before.filter(c -> c.equals(condition.build())).isPresent()) {
      return Optional.empty();
    }
    var changed = schema.toBuilder();
    var status = changed.getStatusBuilder().clearConditions();
    schema.getStatus().getConditionsList().stream()
        .filter(c -> !c.getType().equals(DANGLING))
        .forEach(status::addConditions);
    status.addConditions(condition);
    return Optional.of(changed.build());
  }
}
