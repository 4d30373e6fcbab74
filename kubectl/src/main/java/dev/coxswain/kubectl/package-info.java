/// The bundled command line: words, columns and exit codes of upstream's kubectl, for any API
/// server.
package dev.coxswain.kubectl;
