package dev.coxswain.client;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.util.List;
import java.util.function.Consumer;

/// Calls to an apiserver, blocking and each with a deadline. What the server refuses arrives as the
/// subclass of [dev.coxswain.apimachinery.status.ApiException] for its reason, as does an
/// unreachable server.
///
/// The calls by [ResourceType] are the ones to implement; those by class are the same, typed.
public interface ApiClient extends AutoCloseable {

  Message get(ResourceType type, ObjectKey key);

  ListResult<Message> list(ResourceType type, ListQuery query);

  /// Changes after the query's resource version; without one, first all objects as ADDED. Bookmarks
  /// included.
  Watch<Message> watch(ResourceType type, ListQuery query);

  /// Creates the object; its name is made up from `generateName` when it has none.
  Message create(ResourceType type, Message object);

  /// Replaces the object, or what one of its subresources shows, if nobody changed it since the
  /// resource version in it.
  ///
  /// @param subresource such as `status`; empty for the object itself
  Message update(ResourceType type, Message object, String subresource);

  Message patch(ResourceType type, ObjectKey key, PatchType how, byte[] patch, String subresource);

  void delete(ResourceType type, ObjectKey key, DeleteOptions options);

  /// Deletes all objects that the query selects.
  void deleteCollection(ResourceType type, ListQuery query, DeleteOptions options);

  /// Reads a subresource that is a kind of its own, such as `scale`.
  Message getSubresource(ResourceType parent, ObjectKey key, String subresource);

  /// Sends such as a `Binding`, an `Eviction`, a `TokenRequest`.
  ///
  /// @return what the server answers: an object, or a `Status`
  Message createSubresource(ResourceType parent, ObjectKey key, String subresource, Message body);

  /// Replaces a subresource that is a kind of its own, such as `scale`.
  Message updateSubresource(ResourceType parent, ObjectKey key, String subresource, Message body);

  /// Does things that don't depend on each other, each of them a call or a few, and waits for all
  /// of them: one after the other, or at the same time where calls mostly wait.
  ///
  /// @param each when it throws, the rest may be left out, and this throws the same
  default <T> void forAll(List<T> items, Consumer<T> each) {
    items.forEach(each);
  }

  @Override
  void close();

  default <M extends Message> M get(Class<M> type, ObjectKey key) {
    return type.cast(get(resource(type), key));
  }

  @SuppressWarnings("unchecked")
  default <M extends Message> ListResult<M> list(Class<M> type, ListQuery query) {
    return (ListResult<M>) list(resource(type), query);
  }

  @SuppressWarnings("unchecked")
  default <M extends Message> Watch<M> watch(Class<M> type, ListQuery query) {
    return (Watch<M>) watch(resource(type), query);
  }

  @SuppressWarnings("unchecked")
  default <M extends Message> M create(M object) {
    return (M) create(resource(object.getClass()), object);
  }

  @SuppressWarnings("unchecked")
  default <M extends Message> M update(M object) {
    return (M) update(resource(object.getClass()), object, "");
  }

  @SuppressWarnings("unchecked")
  default <M extends Message> M updateStatus(M object) {
    return (M) update(resource(object.getClass()), object, "status");
  }

  default <M extends Message> M patch(
      Class<M> type, ObjectKey key, PatchType how, byte[] patch, String subresource) {
    return type.cast(patch(resource(type), key, how, patch, subresource));
  }

  default void delete(Class<? extends Message> type, ObjectKey key, DeleteOptions options) {
    delete(resource(type), key, options);
  }

  default void deleteCollection(
      Class<? extends Message> type, ListQuery query, DeleteOptions options) {
    deleteCollection(resource(type), query, options);
  }

  default <S extends Message> S getSubresource(
      Class<? extends Message> parent, ObjectKey key, String subresource, Class<S> type) {
    return type.cast(getSubresource(resource(parent), key, subresource));
  }

  default Message createSubresource(
      Class<? extends Message> parent, ObjectKey key, String subresource, Message body) {
    return createSubresource(resource(parent), key, subresource, body);
  }

  @SuppressWarnings("unchecked")
  default <S extends Message> S updateSubresource(
      Class<? extends Message> parent, ObjectKey key, String subresource, S body) {
    return (S) updateSubresource(resource(parent), key, subresource, body);
  }

  private static ResourceType resource(Class<? extends Message> type) {
    return Scheme.kubernetes().resourceOf(type);
  }
}
