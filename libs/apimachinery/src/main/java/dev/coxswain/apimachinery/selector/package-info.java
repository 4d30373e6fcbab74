/// Which objects somebody means: label selectors and field selectors, with the syntax and the
/// complaints of upstream.
///
/// [Selector] is about labels, [FieldSelector] about fields. Both are pure values; they never fetch
/// anything.
package dev.coxswain.apimachinery.selector;
