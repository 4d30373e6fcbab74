/// The three ways of changing an object by a patch: JSON patch, JSON merge patch and strategic
/// merge patch.
///
/// Each takes a tree and leaves it alone: the result is another. What cannot be applied is an
/// [dev.coxswain.apimachinery.status.ApiException] with upstream's words. Apply patches are in
/// `dev.coxswain.apimachinery.apply`.
package dev.coxswain.apimachinery.patch;
