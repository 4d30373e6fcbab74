/// Tokens by which machines join a cluster: what they prove, and when they expire.
package dev.coxswain.controllermanager.bootstrap;
