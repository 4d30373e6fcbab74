/// Who manages which field of an object, and server-side apply, which is built on that.
///
/// Two doors. [ManagedFieldsUpdater] keeps `managedFields` true after creates, updates and patches;
/// [ServerSideApply] merges an applied object. Both are pure, know no storage and take the
/// [Writer], who writes when and through what. Call them on decoded, defaulted objects before
/// admission and before the resource's own preparations, as upstream does: what admission adds
/// belongs to nobody.
///
/// Inside: a [FieldSet] is a set of fields, [Comparison] the difference of two objects. How lists
/// are identified and what is one whole comes from [dev.coxswain.apimachinery.schema.Schema].
/// Entries of other versions of the same kind are taken to name the same fields.
package dev.coxswain.apimachinery.apply;
