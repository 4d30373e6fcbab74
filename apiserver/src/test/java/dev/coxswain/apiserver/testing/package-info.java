/// Real programs for tests.
package dev.coxswain.apiserver.testing;
