/// What the server serves, for clients to find out: groups, versions and resources, old and
/// aggregated form; the version of the API; the paths.
package dev.coxswain.apiserver.discovery;
