/// Whether the server is well, and its figures.
package dev.coxswain.apiserver.health;
