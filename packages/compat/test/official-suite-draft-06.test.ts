import { describeSuite } from "./support/official-suite.js";

describeSuite("draft6", "draft-06", { leastRight: 1600, hasPairs: false });
