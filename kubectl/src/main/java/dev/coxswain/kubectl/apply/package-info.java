/// Client-side apply: what changes between what was applied last, what is to be applied, and what
/// is there. Pure.
package dev.coxswain.kubectl.apply;
