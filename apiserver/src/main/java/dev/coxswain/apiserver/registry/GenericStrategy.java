package dev.coxswain.apiserver.registry;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apiserver.registry.defaults.Defaults;
import dev.coxswain.apiserver.registry.validation.NameRule;
import dev.coxswain.apiserver.registry.validation.ObjectMetaValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.warnings.WorkloadWarnings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What holds for every resource unless it says otherwise; the base of the strategies of single
/// kinds.
///
/// Spec and status are kept apart when there is a subresource `status`; the generation counts
/// changes of everything else than metadata and status.
public class GenericStrategy<T extends Message> implements ResourceStrategy<T> {
  private final ResourceType resource;
  private final Optional<FieldDescriptor> status;
  private final boolean separateStatus;
  private final Table<T> table;

  public GenericStrategy(ResourceType resource) {
    this(resource, Table.plain());
  }

  public GenericStrategy(ResourceType resource, Table<T> table) {
    this.resource = resource;
    this.table = table;
    this.status = statusField(resource.kind().descriptor());
    this.separateStatus = status.isPresent() && resource.subresource("status").isPresent();
  }

  // ---- what kinds override ----

  /// How objects may be named.
  protected NameRule nameRule() {
    return NameRule.SUBDOMAIN;
  }

  /// Whether `metadata.generation` counts the changes of objects of the kind.
  protected boolean countsGenerations() {
    return Generations.countedFor(resource);
  }

  /// The kind's own rules, for new objects.
  protected void check(T object, StrategyContext context, Problems problems) {}

  /// The kind's own rules for a change; the same as for a new object if not overridden.
  protected void checkUpdate(T updated, T existing, StrategyContext context, Problems problems) {
    check(updated, context, problems);
  }

  /// The kind's own rules for a write to `status`.
  protected void checkStatusUpdate(
      T updated, T existing, StrategyContext context, Problems problems) {}

  /// The first status of an object; by default the empty one.
  protected T resetStatus(T object, StrategyContext context) {
    return separateStatus ? cleared(object) : object;
  }

  // ---- ResourceStrategy ----

  @Override
  public T applyDefaults(T object) {
    return Defaults.apply(object);
  }

  @Override
  public T applyStatusDefaults(T object) {
    return Defaults.applyToStatus(object);
  }

  @Override
  public T prepareForCreate(T object, StrategyContext context) {
    var fresh = resetStatus(object, context);
    return Metadata.edit(
        fresh,
        m -> {
          if (countsGenerations()) {
            m.setGeneration(1);
          } else {
            m.clearGeneration();
          }
        });
  }

  @Override
  public List<FieldError> validate(T object, StrategyContext context) {
    var problems = new Problems();
    ObjectMetaValidation.check(
        Metadata.of(object), resource.namespaced(), nameRule(), Problems.METADATA, problems);
    check(object, context, problems);
    return problems.all();
  }

  @Override
  public T prepareForUpdate(T updated, T existing, StrategyContext context) {
    T merged = separateStatus ? withStatusOf(updated, existing) : updated;
    return withGeneration(merged, existing);
  }

  @Override
  public List<FieldError> validateUpdate(T updated, T existing, StrategyContext context) {
    var problems = new Problems();
    ObjectMetaValidation.checkUpdate(
        Metadata.of(updated), Metadata.of(existing), Problems.METADATA, problems);
    checkUpdate(updated, existing, context, problems);
    return problems.all();
  }

  /// Spec, owners and generation stay.
  @Override
  public T prepareStatusUpdate(T updated, T existing, StrategyContext context) {
    var before = Metadata.of(existing);
    T merged = withStatusOf(existing, updated);
    return Metadata.with(merged, statusMetadata(Metadata.of(updated), before));
  }

  @Override
  public List<FieldError> validateStatusUpdate(T updated, T existing, StrategyContext context) {
    var problems = new Problems();
    ObjectMetaValidation.checkUpdate(
        Metadata.of(updated), Metadata.of(existing), Problems.METADATA, problems);
    checkStatusUpdate(updated, existing, context, problems);
    return problems.all();
  }

  @Override
  public List<String> warnings(T object, Optional<T> existing) {
    return WorkloadWarnings.of(object, existing);
  }

  @Override
  public List<TableColumn> columns() {
    return table.columns();
  }

  @Override
  public List<Object> cells(T object, Instant now) {
    return table.cells(object, now);
  }

  // ---- pieces for subclasses ----

  protected final ResourceType resource() {
    return resource;
  }

  /// `updated` with the generation that `existing` makes it have.
  protected final T withGeneration(T updated, T existing) {
    if (!countsGenerations()) {
      return Metadata.edit(updated, m -> m.setGeneration(Metadata.of(existing).getGeneration()));
    }
    long before = Metadata.of(existing).getGeneration();
    long after = desired(updated).equals(desired(existing)) ? before : before + 1;
    return Metadata.edit(updated, m -> m.setGeneration(after));
  }

  protected final T cleared(T object) {
    return status.map(f -> build(object.toBuilder().clearField(f))).orElse(object);
  }

  protected final T withStatusOf(T object, T other) {
    if (status.isEmpty()) {
      return object;
    }
    var field = status.get();
    return other.hasField(field)
        ? build(object.toBuilder().setField(field, other.getField(field)))
        : cleared(object);
  }

  private static ObjectMeta statusMetadata(ObjectMeta updated, ObjectMeta existing) {
    return updated.toBuilder()
        .setGeneration(existing.getGeneration())
        .clearOwnerReferences()
        .addAllOwnerReferences(existing.getOwnerReferencesList())
        .build();
  }

  /// The object without metadata and status: what its users ask for.
  private T desired(T object) {
    return Metadata.with(cleared(object), ObjectMeta.getDefaultInstance());
  }

  private static Optional<FieldDescriptor> statusField(Descriptor type) {
    return Optional.ofNullable(type.findFieldByName("status"))
        .filter(f -> f.getJavaType() == FieldDescriptor.JavaType.MESSAGE);
  }

  @SuppressWarnings("unchecked")
  private T build(Message.Builder builder) {
    return (T) builder.build();
  }
}
