package dev.coxswain.apiserver.registry;

import com.google.protobuf.Message;
import dev.coxswain.api.autoscaling.v1.Scale;

/// Tables of what subresources answer with when it is not the object itself.
public final class SubresourceTables {
  private static final Table<Scale> SCALE =
      Table.<Scale>empty()
          .column(Columns.name().formatted(""), s -> s.getMetadata().getName())
          .number("Desired", "Number of replicas that are wanted.", s -> s.getSpec().getReplicas())
          .number(
              "Available", "Number of replicas that there are.", s -> s.getStatus().getReplicas())
          .age()
          .build();

  private static final Table<Message> OTHERS = Table.of(Message.class).createdAt().build();

  private SubresourceTables() {}

  @SuppressWarnings("unchecked")
  public static Table<Message> of(Message object) {
    return object instanceof Scale ? (Table<Message>) (Table<?>) SCALE : OTHERS;
  }
}
