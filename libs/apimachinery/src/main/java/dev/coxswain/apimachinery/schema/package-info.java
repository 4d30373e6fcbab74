/// What merging needs to know of a type: which fields it has, how lists are identified and what is
/// replaced whole.
///
/// [Schema] is the shape, [Schemas] derives it from the API contract. A schema knows nothing of
/// defaults or validity.
package dev.coxswain.apimachinery.schema;
