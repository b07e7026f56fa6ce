import { describeSuite } from "./support/official-suite.js";

describeSuite("draft4", "draft-04", { leastRight: 1100, hasPairs: false });
