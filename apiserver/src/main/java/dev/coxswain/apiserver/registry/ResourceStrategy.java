package dev.coxswain.apiserver.registry;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.TableRowCondition;
import dev.coxswain.apimachinery.status.FieldError;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is particular to one resource.
///
/// The pipeline calls, in this order: on create [#applyDefaults], admission, [#prepareForCreate],
/// [#validate]; on update [#applyDefaults] of what was sent, [#prepareForUpdate], admission,
/// [#validateUpdate]; and the `Status` pair instead for the subresource `status`. Every method is a
/// function of its arguments.
public interface ResourceStrategy<T extends Message> {

  /// Fills in what was left out, on every decode; applying it twice changes nothing more.
  T applyDefaults(T object);

  /// The same when only the status counts: the rest may stay as it is.
  T applyStatusDefaults(T object);

  /// Drops what a client may not set and sets what only the server may, such as the first status.
  T prepareForCreate(T object, StrategyContext context);

  List<FieldError> validate(T object, StrategyContext context);

  /// The object to store in place of `existing`: status as it is, generation counted up if the spec
  /// differs.
  T prepareForUpdate(T updated, T existing, StrategyContext context);

  List<FieldError> validateUpdate(T updated, T existing, StrategyContext context);

  /// The object to store when only its status is written.
  T prepareStatusUpdate(T updated, T existing, StrategyContext context);

  List<FieldError> validateStatusUpdate(T updated, T existing, StrategyContext context);

  /// What the client should know though the write succeeds; `existing` on update.
  default List<String> warnings(T object, Optional<T> existing) {
    return List.of();
  }

  /// Whether a PUT to a name that does not exist creates the object.
  default boolean allowCreateOnUpdate() {
    return false;
  }

  /// Whether a PUT without a `resourceVersion` replaces whatever is there.
  default boolean allowUnconditionalUpdate() {
    return true;
  }

  /// The fields, besides name and namespace, that field selectors may compare. Every selectable
  /// field is a key.
  default Map<String, String> selectableFields(T object) {
    return Map.of();
  }

  /// What a delete request means for the object; `context` has the time.
  default Deletion<T> deletion(T existing, DeleteOptions options, StrategyContext context) {
    return new Deletion.Immediate<>();
  }

  /// Whether what the object owns outlives a delete request that does not say: so it was before
  /// there was a garbage collector.
  default boolean orphansByDefault() {
    return false;
  }

  /// What the client should know though the delete request succeeds.
  default List<String> deletionWarnings(DeleteOptions options) {
    return List.of();
  }

  /// How a subresource other than `status` edits the object, if it does: `scale`, `binding`,
  /// `finalize`, …
  default Optional<SubresourceStrategy<T, ?>> subresource(String name) {
    return Optional.empty();
  }

  /// Columns of the Table form.
  List<TableColumn> columns();

  /// One row: strings, numbers, booleans; as many as there are columns.
  List<Object> cells(T object, Instant now);

  /// What a row says of its object as a whole, such as that it is done.
  default List<TableRowCondition> rowConditions(T object) {
    return List.of();
  }

  /// The order of the rows of a list; without one they are in the order of names.
  default Optional<Comparator<T>> rowOrder() {
    return Optional.empty();
  }
}
